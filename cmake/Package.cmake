# What is installed beside the program, and the Debian package (cpack -G DEB): it needs dpkg-dev and file.

set(package_dir ${PROJECT_SOURCE_DIR}/packaging)
set(id io.github.siprace.SipRaceLab)
install(FILES ${package_dir}/siprace.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${package_dir}/siprace.svg DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps)
install(FILES ${package_dir}/${id}.metainfo.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${package_dir}/${id}.mime.xml DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages RENAME ${id}.xml)
install(FILES ${package_dir}/siprace.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${package_dir}/completions/siprace.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
  RENAME siprace)
install(FILES ${package_dir}/completions/_siprace DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${package_dir}/completions/siprace.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR} FILES_MATCHING PATTERN "*.md"
  PATTERN images EXCLUDE)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)

set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON) # tests need not be built to install the program
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME siprace)
set(CPACK_PACKAGE_VENDOR "SIP Race Lab")
set(CPACK_PACKAGE_CONTACT "SIP Race Lab maintainers <maintainers@siprace.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "laboratory for the races of SIP forking")
set(CPACK_PACKAGE_DESCRIPTION "Real SIP endpoints and a forking proxy with switchable policies in one program, on a \
network whose delay and loss you control. Draws every message on a live ladder, says what went wrong and by which rule, \
and compares policies.")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libqt6svg6, libqt6sql6-sqlite") # plugins: no library names them
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-inter, fonts-dejavu-core")
include(CPack)
